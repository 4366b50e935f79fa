/// What a session's agent offers to whoever writes to it: commands, skills, models, efforts.
@NullMarked
package hapi.hub.catalogue;

import org.jspecify.annotations.NullMarked;
