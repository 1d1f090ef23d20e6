/**
 * The open connections of a server, so that close() and faults can cut them.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export class Sockets {
  readonly #open = new Map<string, Socket>();

  constructor(server: Server) {
    // Under TLS these are the bare connections; requests know only what is wrapped around them.
    server.on('connection', (socket: Socket) => {
      const peer = peerOf(socket);
      this.#open.set(peer, socket);
      socket.once('close', () => this.#open.delete(peer));
    });
  }

  /** Resets the connection of a request; a TLS socket cannot do it by itself. */
  reset(socket: Socket): void {
    (this.#open.get(peerOf(socket)) ?? socket).resetAndDestroy();
  }

  destroyAll(): void {
    for (const socket of this.#open.values()) socket.destroy();
  }
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string =>
  `${remoteAddress ?? ''} ${String(remotePort)}`;
