/// Shells for people on the web: opened, fed, resized and ended as the hub asks, over real pseudo
/// terminals; sees `hub`, `config` and `protocol`.
@NullMarked
package hapi.cli.terminal;

import org.jspecify.annotations.NullMarked;
