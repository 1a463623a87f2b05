/** autocannon brings no types; this is what the bench asks of it. */
declare module 'autocannon' {
  interface Result {
    readonly duration: number;
    readonly latency: { readonly p50: number; readonly p99: number };
    readonly requests: { readonly total: number };
  }
  export default function autocannon(options: {
    readonly url: string;
    readonly duration: number;
    readonly connections: number;
    readonly overallRate: number;
    readonly ignoreCoordinatedOmission: boolean;
  }): Promise<Result>;
}
