/// The chat of a session as pure functions: messages and agent state to blocks, blocks to safe
/// text; sees only `hapi.protocol`.
@NullMarked
package hapi.hub.chat;

import org.jspecify.annotations.NullMarked;
