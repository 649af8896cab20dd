import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { type Browser, chromium } from '@playwright/test'
import { expect, test } from 'vitest'
import { networkSwitches } from '#electron/network-switches.ts'
import { chromiumPath } from './opened-page.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: what the window’s switches cut is not tried. Set CHROMIUM.')
}

/** What a page that was tampered with would try: servers of this PC stand for any other, which nobody here can reach. */
const tries = (udp: number, tcp: number) => `(async () => {
  const peer = new RTCPeerConnection({
    iceServers: [
      { urls: 'stun:127.0.0.1:${udp}' },
      { urls: 'turn:127.0.0.1:${tcp}?transport=tcp', username: 'u', credential: 'c' },
    ],
  })
  peer.createDataChannel('x')
  const candidates = []
  peer.onicecandidate = ({ candidate }) => candidate && candidates.push(candidate.candidate)
  await peer.setLocalDescription(await peer.createOffer())
  await fetch('http://127.0.0.1:${tcp}/', { mode: 'no-cors' }).catch(() => undefined)
  await new Promise(resolve => {
    if (peer.iceGatheringState === 'complete') resolve()
    peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve()
    setTimeout(resolve, 4000)
  })
  return candidates.filter(one => one.includes(' udp '))
})()`

type Heard = { udp: number; tcp: number }

/** What reaches the two servers meanwhile; `enough` is waited for also where a busy PC takes longer than the page does. */
async function heardFrom(args: readonly string[], enough: (heard: Heard) => boolean = () => true) {
  const heard: Heard = { udp: 0, tcp: 0 }
  const udp = createSocket('udp4')
  udp.on('message', () => {
    heard.udp++
  })
  udp.bind(0, '127.0.0.1')
  await once(udp, 'listening')
  const tcp = createServer(socket => {
    heard.tcp++
    socket.destroy()
  })
  tcp.listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  let browser: Browser | undefined
  try {
    browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: ['--no-sandbox', '--allow-loopback-in-peer-connection', ...args],
    })
    const page = await browser.newPage()
    const address = tcp.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const candidates = await page.evaluate<string[]>(tries(udp.address().port, port))
    await expect.poll(() => enough(heard)).toBe(true)
    return { ...heard, candidates: candidates.length }
  } finally {
    await browser?.close()
    udp.close()
    tcp.close()
  }
}

test.skipIf(chromiumPath === undefined)(
  'under the window’s switches neither WebRTC nor a request reaches anybody, and without them they would',
  async () => {
    const open = await heardFrom([], ({ udp, tcp }) => udp > 0 && tcp > 0)
    expect(open.udp).toBeGreaterThan(0)
    expect(open.tcp).toBeGreaterThan(0)
    const args = networkSwitches.map(([name, value]) => `--${name}${value === undefined ? '' : `=${value}`}`)
    expect(await heardFrom(args)).toEqual({ udp: 0, tcp: 0, candidates: 0 })
  },
)
