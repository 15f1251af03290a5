// index.d.ts (door ".")
export { encode } from './encode.ts';
export { encodeComment } from './comment.ts';
export { FrameEncoder } from './frame-encoder.ts';
export { EventStreamEncoderStream } from './encoder-stream.ts';
export type { ServerSentEventInit } from './event.ts';

// encode.d.ts
import type { ServerSentEventInit } from './event.ts';
export declare function encode(event: ServerSentEventInit): string;

// event.d.ts
export interface ServerSentEventInit {
    readonly type?: string | undefined;
    readonly data?: string | undefined;
    readonly id?: string | undefined;
    readonly retry?: number | undefined;
}

// comment.d.ts
export declare function encodeComment(text?: string): string;

// frame-encoder.d.ts
import type { ServerSentEventInit } from './event.ts';
export declare class FrameEncoder {
    #private;
    encode(event: ServerSentEventInit): Uint8Array<ArrayBuffer>;
}

// encoder-stream.d.ts
import type { ServerSentEventInit } from './event.ts';
export declare class EventStreamEncoderStream implements ReadableWritablePair<Uint8Array<ArrayBuffer>, ServerSentEventInit> {
    readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
    readonly writable: WritableStream<ServerSentEventInit>;
    constructor();
}
