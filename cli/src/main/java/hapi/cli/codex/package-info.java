/// Codex: `codex app-server` for the hub's control, its own screen and its rollout files for the
/// terminal's; sees the agent, JSON-RPC and protocol packages.
@NullMarked
package hapi.cli.codex;

import org.jspecify.annotations.NullMarked;
