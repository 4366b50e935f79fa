/// Permission requests derived from the agent state, and a person's decisions on them; sees
/// session, message and rpc.
@NullMarked
package hapi.hub.permission;

import org.jspecify.annotations.NullMarked;
