/// Drives agents that speak the Agent Client Protocol; sees the agent interface, JSON-RPC and the
/// files of the workspace.
@NullMarked
package hapi.cli.acp;

import org.jspecify.annotations.NullMarked;
