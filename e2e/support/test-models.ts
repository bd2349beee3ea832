import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `./riad test` puts the models that tests run on. */
export const testModels = process.env['RIAD_TEST_MODELS'] ?? join(homedir(), '.cache/riad-test-models');
export const smallModel = 'smollm2-135m-instruct';
export const smallModelFile = join(testModels, `${smallModel}.gguf`);
export const haveSmallModel = existsSync(smallModelFile);
