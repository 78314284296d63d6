/** Numbers as people read them. */

/** Made when it is first needed: making it takes longer than all else that a short command prints. */
let whole: Intl.NumberFormat | undefined;

/** Thousands kept apart: `12,345` */
export function wholeNumber(value: number): string {
  if (Number.isInteger(value) && value >= 0 && value < 1000) return String(value);
  whole ??= new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  return whole.format(value);
}

/** `1 document`, `12,345 documents` */
export function counted(value: number, noun: string): string {
  return `${wholeNumber(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** A share from 0 to 1 as `61.5 %`; one that only rounds to all or nothing as `> 99.9 %`, `< 0.1 %`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return "< 0.1 %";
  if (share < 1 && share > 0.9995) return "> 99.9 %";
  return `${(share * 100).toFixed(1)} %`;
}

/** `812 bytes`, `1.2 MB` (millions of bytes) */
export function bytes(size: number): string {
  if (size < 1000) return counted(size, "byte");
  if (size < 1e6) return `${(size / 1e3).toFixed(1)} kB`;
  return size < 1e9 ? `${(size / 1e6).toFixed(1)} MB` : `${(size / 1e9).toFixed(2)} GB`;
}

/** `0.42 s`, `3 min 12 s` */
export function duration(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `+1.23`, `−0.40`: log-odds, which are nothing without their sign. */
export function signed(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  return value < 0 && digits !== "0.00" ? `−${digits}` : `+${digits}`;
}

/** A metric that may not exist. */
export function metric(value: number | null): string {
  return value === null ? "–" : value.toFixed(3);
}

/** A share as a bar of at most `width` characters, to an eighth of one. */
export function bar(share: number, width: number): string {
  const eighths = Math.round(share * width * 8);
  return "█".repeat(Math.floor(eighths / 8)) + (["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8] ?? "");
}
