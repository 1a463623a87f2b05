// osls includes .js and not .ts; Node itself takes the types off.
export { loadTests, roles } from './roles.ts';
