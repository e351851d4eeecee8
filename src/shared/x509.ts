/** X.509 certificates and revocation lists. Import the library from here only: it needs its metadata functions first. */
import 'reflect-metadata';

export * from '@peculiar/x509';
