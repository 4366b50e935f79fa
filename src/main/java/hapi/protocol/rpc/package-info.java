/// The typed catalogue of calls that the hub makes to a session or machine process; sees only
/// `protocol.json` and `protocol.id`.
@NullMarked
package hapi.protocol.rpc;

import org.jspecify.annotations.NullMarked;
