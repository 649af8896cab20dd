/** On every answer: the page runs what this address serves and nothing else, and no other page may use or frame it. */
export const securityHeaders = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    // Mantine writes inline styles.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-DNS-Prefetch-Control': 'off',
  'Cache-Control': 'no-store',
} as const

/**
 * Of the program's own scripts and styles alone: the browser keeps them as it compiled them, so that a page that is opened
 * again need not wait for it. What anybody wrote is never kept.
 */
export const keptHeaders = { 'Cache-Control': 'private, max-age=31536000, immutable' } as const
