/** The trainer's command line. */
package org.gristmill.trainer;
