/** A request that no `Request` can stand for: a Host header that is no host, or a method that Fetch forbids. */
export class BadRequestError extends Error {
  override readonly name = 'BadRequestError'
}

/** The answer to a {@link BadRequestError}; throws any other error on. */
export function badRequest(error: unknown): Response {
  if (error instanceof BadRequestError) return new Response('Bad Request\n', { status: 400 })
  throw error
}
