/**
 * Flags of Node that the gateway is started with: V8 takes this one at its start only. Each half of its young generation
 * grows to 32 MiB otherwise, which a busy gateway fills whatever it needs; 4 MiB hold hundreds of operations at a time.
 */
export const GATEWAY_NODE_FLAGS = ['--max-semi-space-size=4'] as const
