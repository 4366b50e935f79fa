/// QR codes as terminal text, which hub and command line print alike; sees nothing of ours.
@NullMarked
package hapi.protocol.qr;

import org.jspecify.annotations.NullMarked;
