/** 50 ms of work for each request, in a process of its own: what is measured must not share a loop with what measures. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const workMilliseconds = 50;

const server = createServer((_request, response) => {
  setTimeout(() => response.end('ok'), workMilliseconds);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
