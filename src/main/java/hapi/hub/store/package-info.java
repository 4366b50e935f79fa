/// The database file: connections, transactions under the lanes, the read pool, migrations; knows
/// no table.
@NullMarked
package hapi.hub.store;

import org.jspecify.annotations.NullMarked;
