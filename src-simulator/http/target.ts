/**
 * The target of a request: `/path?query`, or with scheme and host before it, as clients write it that
 * take this server for a proxy (RFC 9112, 3.2.2). The host of such a target stands above the header.
 */

export interface Target {
  /** Path and query. */
  readonly path: string;
  /** `host` or `host:port` that was asked for. */
  readonly authority: string | undefined;
}

export function readTarget(target: string, hostHeader: string | undefined): Target {
  if (target.startsWith('/')) return { path: target, authority: hostHeader };
  const [, authority, path] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(target) ?? [];
  if (authority === undefined || path === undefined) return { path: target, authority: hostHeader };
  return { path: path.startsWith('/') ? path : `/${path}`, authority };
}
