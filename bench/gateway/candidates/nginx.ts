import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { peerFolder, scratch } from '../work-folder.ts';
import type { Candidate } from './candidate.ts';

/** The yardstick: `proxy_pass` with one worker, buffering off, nothing inspected and nothing written down. */
export function createNginx(): Candidate {
  let program = '';
  return {
    name: 'nginx',
    async prepare() {
      program = await Promise.resolve(findNginx());
    },
    launch({ port, upstream }) {
      const file = join(scratch, 'nginx.conf');
      writeFileSync(file, configuration(port, upstream));
      return { program, args: ['-c', file, '-p', scratch] };
    },
    headers: () => [],
  };
}

/** The installed one, or Debian's package unpacked beside the other peers: nothing is installed and no service started. */
function findNginx(): string {
  const installed = ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/usr/bin/nginx'].find((path) => existsSync(path));
  if (installed !== undefined) return installed;
  const folder = peerFolder('nginx');
  const unpacked = join(folder, 'usr/sbin/nginx');
  if (existsSync(unpacked)) return unpacked;
  execFileSync('apt-get', ['download', 'nginx'], { cwd: folder, stdio: 'ignore' });
  const archive = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (archive === undefined) throw new Error('Debian’s nginx package could not be fetched');
  execFileSync('dpkg-deb', ['-x', archive, '.'], { cwd: folder });
  return unpacked;
}

function configuration(port: number, upstream: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
worker_processes 1; pid ${scratch}/nginx.pid; error_log ${scratch}/nginx.err warn; daemon off;
events { worker_connections 4096; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${scratch}/nginx-${name};`).join(' ')}
  keepalive_requests 100000000; keepalive_timeout 65;
  upstream mock { server 127.0.0.1:${upstream}; keepalive 512; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:${port} backlog=4096; client_max_body_size 16m; client_body_buffer_size 256k;
    location / { proxy_pass http://mock; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }
  }
}`;
}
