// Presses Allow (or the button named second) on the page that it is given, as a browser does in which a person does so.
import { pressButton } from './press-button.ts';

const [url = '', button] = process.argv.slice(2);

await pressButton(url, button);
