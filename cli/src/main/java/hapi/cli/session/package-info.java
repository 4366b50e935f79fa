/// One session's life: who is in control, the queue of prompts, permissions, what the hub is told;
/// sees agent, tui, mcp, protocol.
@NullMarked
package hapi.cli.session;

import org.jspecify.annotations.NullMarked;
