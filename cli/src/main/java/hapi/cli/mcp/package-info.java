/// The tools a running agent can call to reach its own session; sees protocol only.
@NullMarked
package hapi.cli.mcp;

import org.jspecify.annotations.NullMarked;
