/**
 * The window's own network is nothing: the page comes from the program itself, and the engine's process has no network
 * either. What Chromium would still do by itself, or for a page that was tampered with, is cut three times: names are
 * not looked up (so neither prefetched), whatever is asked goes to a port of this PC at which nobody listens, and WebRTC
 * may only use that way. As switches of the command line, since what starts with Chromium itself knows no session.
 */
export const networkSwitches: readonly (readonly [name: string, value?: string])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['proxy-server', 'socks5://127.0.0.1:9'],
  ['proxy-bypass-list', '<-loopback>'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  ['dns-prefetch-disable'],
  ['disable-background-networking'],
]
