import { expressApp } from '@eventwire/example-frameworks/express.ts'
import express, { type RequestHandler } from 'express'
import { listening, newHub, type Running } from './running.ts'

/** examples/frameworks/express.ts behind middleware. */
export function behind(...middleware: readonly RequestHandler[]): Promise<Running> {
  const hub = newHub()
  return listening(hub, express().use(...middleware, expressApp(hub)))
}
