/// What a session offers the hub about its folder: files, git, uploads, slash commands, skills;
/// sees `hub` and `protocol`.
@NullMarked
package hapi.cli.rpc;

import org.jspecify.annotations.NullMarked;
