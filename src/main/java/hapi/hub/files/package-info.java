/// Files, git and uploads of a session's folder: a face over calls into its process; sees session
/// and rpc, never an adapter.
@NullMarked
package hapi.hub.files;

import org.jspecify.annotations.NullMarked;
