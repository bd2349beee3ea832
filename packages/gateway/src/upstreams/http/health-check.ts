/** How often a server is asked, how long it may take, and how many silences in a row mean that it is away. */
const EVERY_MS = 5000;
const SILENCES = 2;

export interface HealthCheck {
  /** False after two failed checks in a row, until one succeeds. */
  healthy(): boolean;
  stop(): void;
}

/** Asks a server of the organisation regularly whether it is there, so that requests need not find out. */
export function startHealthCheck(ask: () => Promise<boolean>, everyMs = EVERY_MS): HealthCheck {
  let silences = 0;
  let asking = false;
  const check = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    const there = await ask().catch(() => false);
    asking = false;
    silences = there ? 0 : silences + 1;
  };
  const timer = setInterval(() => void check(), everyMs);
  timer.unref();
  return {
    healthy: () => silences < SILENCES,
    stop: () => clearInterval(timer),
  };
}
