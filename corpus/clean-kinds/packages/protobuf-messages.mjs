import protobuf from 'protobufjs'

export const scenario = {
  setup: () =>
    protobuf
      .parse('syntax = "proto3"; message Note { int32 id = 1; repeated string tags = 2; }')
      .root.lookupType('Note'),
  run: (Note) => Note.decode(Note.encode({ id: 7, tags: ['a', 'b'] }).finish()).tags.length,
}
