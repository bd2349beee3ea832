import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Waits for our end of the pipe to close, then ends the postmaster: fast, after two seconds at once, after four by force.
 * Its only input is a process id, as a positional argument. Signals that a service manager sends to everybody do not end it.
 */
const script = `trap '' HUP INT TERM
read -r line
kill -INT "$1" 2>/dev/null
i=0
while [ "$i" -lt 40 ] && kill -0 "$1" 2>/dev/null; do
  sleep 0.1
  i=$((i + 1))
  [ "$i" -eq 20 ] && kill -QUIT "$1" 2>/dev/null
done
kill -KILL "$1" 2>/dev/null
exit 0`;

/** What leaves no database behind, however this process ends. */
export function startGuardian(pid: number): ChildProcess {
  const guardian = spawn('/bin/sh', ['-c', script, 'riad-database-guardian', String(pid)], {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guardian.stdin?.on('error', () => undefined);
  return guardian;
}
