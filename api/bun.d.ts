// index.d.ts (door ".")
export { openSession } from './open-session.ts';
export { serve } from './serve.ts';
export type { EventServer, Handler, OpenSession, ServeOptions } from '@eventwire/server';
export type { BunServer } from './platform.ts';

// open-session.d.ts
import { type DoorOptions, type Opened } from '@eventwire/server';
import type { BunServer } from './platform.ts';
export declare function openSession<C = undefined>(request: Request, server: BunServer, options?: DoorOptions<C>): Promise<Opened<C>>;

// platform.d.ts
export interface BunServer {
    timeout(request: Request, seconds: number): void;
}

// serve.d.ts
import type { EventServer, Handler, ServeOptions } from '@eventwire/server';
export declare function serve(handler: Handler, options?: ServeOptions): Promise<EventServer>;
