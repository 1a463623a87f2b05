/** The balancer API's paging: `PageSize` and an opaque `Marker`. */
import { invalid } from './errors.ts';

const pageMax = 400;

export function page<T>(
  all: readonly T[],
  {
    PageSize = pageMax,
    Marker,
  }: { readonly PageSize?: number | undefined; readonly Marker?: string | undefined },
): { readonly items: readonly T[]; readonly NextMarker: string | undefined } {
  if (PageSize < 1 || PageSize > pageMax) throw invalid(`Page size must be between 1 and ${pageMax}`);
  const start = Marker === undefined ? 0 : Number(Marker.replace(/^after-/, ''));
  if (!Number.isInteger(start) || start < 0) throw invalid('The specified marker is not valid');
  const end = start + PageSize;
  return { items: all.slice(start, end), NextMarker: end < all.length ? `after-${end}` : undefined };
}
