/// Published programs against ours: whoever has the published HAPI must be able to use this one
/// beside it.
@NullMarked
package hapi.interop;

import org.jspecify.annotations.NullMarked;
