/// Which hub, which token, which machine: environment, then `settings.json`, then default; sees
/// `protocol` and the record that names the hub.
@NullMarked
package hapi.cli.config;

import org.jspecify.annotations.NullMarked;
