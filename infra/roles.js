// osls includes .js and not .ts; Node itself takes the types off.
export { loadTests } from './load-tests.ts';
export { roles } from './roles.ts';
