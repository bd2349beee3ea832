/** Started by a test as a process of its own, to be killed: pulls, and says so once bytes have arrived. */
import { createModelStore } from '../model-store.ts';
import { storeOptions } from './store-with.ts';

const [root = '', serverUrl = '', name = ''] = process.argv.slice(2);
const store = await createModelStore(storeOptions(root, serverUrl));
await store.pull(name, {
  onProgress({ receivedBytes }) {
    if (receivedBytes > 0) process.stdout.write('receiving\n');
  },
});
