/// What a page does about being told: its toasts, its subscription to Web Push, and what came of
/// what was told.
@NullMarked
package hapi.hub.ui.notices;

import org.jspecify.annotations.NullMarked;
