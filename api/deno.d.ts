// index.d.ts (door ".")
export { openSession } from './open-session.ts';
export { serve } from '@eventwire/node';
export type { EventServer, Handler, OpenSession, ServeOptions } from '@eventwire/server';
export type { DenoServeInfo } from './platform.ts';

// open-session.d.ts
import { type DoorOptions, type Opened } from '@eventwire/server';
import type { DenoServeInfo } from './platform.ts';
export declare function openSession<C = undefined>(request: Request, info?: DenoServeInfo, options?: DoorOptions<C>): Promise<Opened<C>>;

// platform.d.ts
export interface DenoServeInfo {
    readonly completed: Promise<void>;
}
