/// Session processes of this machine: how one is started, from request to report, and how it is
/// known again later; sees `agent`, `config` and `protocol`, and no hub.
@NullMarked
package hapi.cli.spawn;

import org.jspecify.annotations.NullMarked;
