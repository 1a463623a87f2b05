// osls includes .js and not .ts; Node itself takes the types off.
export { subscriptions } from './approvers.ts';
