/// Claude Code: stream-json both ways, its transcript files, its hooks, its command line; sees
/// agent and protocol.
@NullMarked
package hapi.cli.claude;

import org.jspecify.annotations.NullMarked;
