import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'

/**
 * How many bytes the process at the other end has read of what was written: neither those that wait here nor those that
 * the kernel holds for both ends, which `/proc/net/tcp` tells (Linux, loopback).
 */
export function bytesTaken(socket: Socket | undefined): number {
  if (!socket?.remotePort || !socket.localPort) throw new Error('There is no open connection')
  const [here, there] = [socket.localPort, socket.remotePort].map((port) =>
    port.toString(16).toUpperCase().padStart(4, '0'),
  )
  let held = 0
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n')) {
    const [, local = '', remote = '', , queues = ''] = line.trim().split(/\s+/)
    const [sending = '', receiving = ''] = queues.split(':')
    if (local.endsWith(`:${here}`) && remote.endsWith(`:${there}`)) held += Number.parseInt(sending, 16)
    if (local.endsWith(`:${there}`) && remote.endsWith(`:${here}`)) held += Number.parseInt(receiving, 16)
  }
  return socket.bytesWritten - socket.writableLength - held
}
