// osls includes .js and not .ts; Node itself takes the types off.
export { roles } from './roles.ts';
