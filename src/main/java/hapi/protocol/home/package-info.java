/// The home folder and `settings.json`, which hub and CLI of one person share; sees json.
@NullMarked
package hapi.protocol.home;

import org.jspecify.annotations.NullMarked;
