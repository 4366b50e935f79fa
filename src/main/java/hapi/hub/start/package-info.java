/// Sessions that a person asks for together with their first prompt, which is kept until it is in
/// its session; sees sessions, messages and machines, never an adapter.
@NullMarked
package hapi.hub.start;

import org.jspecify.annotations.NullMarked;
