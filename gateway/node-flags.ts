/**
 * Flags of Node that the gateway is started with: V8 takes them at its start only. Each half of its young generation grows to
 * 32 MiB otherwise, which a busy gateway fills whatever it needs; 8 MiB hold hundreds of operations at a time. Below 2 GiB V8
 * lets the old generation grow to twice of what is in use before it looks for what is not, above to four times.
 */
export const GATEWAY_NODE_FLAGS = ['--max-semi-space-size=8', '--max-old-space-size=2000'] as const
