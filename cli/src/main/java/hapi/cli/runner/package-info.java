/// The background service of a machine: starts and ends sessions for the hub; sees `spawn`,
/// `models`, `hub`, `config`, `rpc` and `protocol`.
@NullMarked
package hapi.cli.runner;

import org.jspecify.annotations.NullMarked;
