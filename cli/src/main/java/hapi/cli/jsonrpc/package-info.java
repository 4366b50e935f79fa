/// JSON-RPC with an agent over its stdin and stdout, shared by the families that speak it; sees the
/// agent's process only.
@NullMarked
package hapi.cli.jsonrpc;

import org.jspecify.annotations.NullMarked;
