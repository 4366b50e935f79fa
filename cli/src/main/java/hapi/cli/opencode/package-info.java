/// Mirrors OpenCode's own screen through a plugin of ours; sees the agent interface and the home.
@NullMarked
package hapi.cli.opencode;

import org.jspecify.annotations.NullMarked;
