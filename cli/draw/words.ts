/** 7,380 → `2h 3m`; seconds only below ten minutes. */
export function lengthText(seconds: number): string {
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const parts = [
    hours > 0 ? `${hours}h` : '',
    minutes > 0 ? `${minutes}m` : '',
    rest > 0 && whole < 600 ? `${rest}s` : '',
  ];
  return parts.filter((part) => part !== '').join(' ') || '0m';
}

/** 1234567 → `1,234,567`. */
export function countText(count: number): string {
  return count.toLocaleString('en');
}
