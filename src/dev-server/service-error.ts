/** A refusal in a service's own words; the service's handler gives it its wire format. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly status: number;
  /** AWS's code as modelled: `AccessDenied`, `InvalidGrantException`, … */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
