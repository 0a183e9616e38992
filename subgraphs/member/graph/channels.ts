import type { CountedChannel } from '../channels/model.ts'
import { readHostedGovernment } from './agency.ts'
import type { GraphBuilder } from './builder.ts'
import { federation, routed } from './federation/directives.ts'
import { findAgency, withComplaint } from './load.ts'
import { regionOf, regionOrNull } from './sources.ts'

/** RegisteredChannel and Query.channels, and on Complaint how it came in. */
export function channels(builder: GraphBuilder): void {
  const type = channelType(builder)
  builder.objectFields('Complaint', (t) => ({
    receivedAt: t.string({
      nullable: true,
      description:
        'The day that a letter, a kiosk or another system received it, if that was before it was filed: 2026-03-17. The clocks begin there.',
      resolve: (source, _args, context) => withComplaint(source, context, ({ record }) => record.receivedAt),
    }),
    channel: t.field({
      type: 'Channel',
      resolve: (source, _args, context) => withComplaint(source, context, ({ record }) => record.channel),
    }),
    via: t.field({
      type,
      nullable: true,
      description: 'The registered channel or kiosk that it came through.',
      resolve: (source, _args, context) => withComplaint(source, context, ({ id }) => context.loaders.channel.load(id)),
    }),
  }))
  builder.queryField('channels', (t) =>
    t.field({
      type: [type],
      nullable: true,
      description: 'The channels and kiosks that are registered at a door; closed ones last.',
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }) },
      resolve: (_root, { region }, { services }) => services.channels.ofDoor(readHostedGovernment(region, services)),
    }),
  )
  channelActs(builder, type)
}

function channelType(builder: GraphBuilder) {
  return builder.objectRef<CountedChannel>('RegisteredChannel').implement({
    description:
      "A way by which complaints come to a door beside its own front ends: an agency's application, a telephone number, a kiosk. What it files is filed at the door like everything else.",
    fields: (t) => ({
      id: t.exposeID('id'),
      door: t.field({ type: 'Region', resolve: ({ door }) => regionOf(door) }),
      channel: t.expose('channel', { type: 'Channel' }),
      name: t.exposeString('name'),
      agency: t.field({
        type: 'Agency',
        nullable: true,
        description: 'The agency that opened it.',
        extensions: federation({ provides: 'name shortName' }),
        resolve: ({ agency }, _args, context) => (agency === undefined ? null : findAgency(agency, context)),
      }),
      place: t.field({
        type: 'Region',
        nullable: true,
        description: 'Where people find it.',
        resolve: ({ place }) => regionOrNull(place),
      }),
      openedAt: t.expose('openedAt', { type: 'DateTime' }),
      closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true }),
      filed: t.exposeInt('filed', {
        description:
          'How many complaints have come through it that are not confidential: of a kiosk in a village those would be few.',
      }),
    }),
  })
}

function channelActs(builder: GraphBuilder, type: ReturnType<typeof channelType>): void {
  const register = builder.inputType('RegisterChannelInput', {
    fields: (t) => ({
      door: t.id({ required: true }),
      channel: t.field({ type: 'Channel', required: true }),
      name: t.string({ required: true }),
      agency: t.id(),
      place: t.id(),
      account: t.id({
        required: true,
        description:
          'The subject of the token that it files with: what that account files at this door came through this channel.',
      }),
    }),
  })
  const close = builder.inputType('CloseChannelInput', {
    fields: (t) => ({ door: t.id({ required: true }), channel: t.id({ required: true }) }),
  })
  builder.mutationFields((t) => ({
    registerChannel: t.field({
      type,
      nullable: true,
      extensions: routed('input.door'),
      args: { input: t.arg({ type: register, required: true }) },
      resolve: (_root, { input: { agency, place, ...input } }, { services, actor }) =>
        services.channels.register(
          {
            ...input,
            door: readHostedGovernment(input.door, services),
            ...(agency != null && { agency }),
            ...(place != null && { place }),
          },
          actor,
        ),
    }),
    closeChannel: t.field({
      type,
      nullable: true,
      description: 'What its account files from now on is filed as before and came through no channel.',
      extensions: routed('input.door'),
      args: { input: t.arg({ type: close, required: true }) },
      resolve: (_root, { input: { door, channel } }, { services, actor }) =>
        services.channels.close(readHostedGovernment(door, services), channel, actor),
    }),
  }))
}
