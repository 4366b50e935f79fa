/// The models that the agents of a machine offer before any session exists; sees `agent`, `codex`,
/// `acp`, `hub`, `config` and `protocol`.
@NullMarked
package hapi.cli.models;

import org.jspecify.annotations.NullMarked;
